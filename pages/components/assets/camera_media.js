// What a browser says of its cameras, reported to the keeper: opened or refused, how many there are, whether they are allowed.

/** @import { CameraKeeper } from "./camera_keeper.js" */

/**
 * Wraps `navigator`'s getUserMedia and listens to its devices and its permission.
 *
 * @param {Navigator} navigator of the frame that opens the camera
 * @param {CameraKeeper} keeper
 * @param {(hasChoice: boolean) => void} showChoice more than one camera is there
 */
export function listenToMedia(navigator, keeper, showChoice) {
  const media = navigator.mediaDevices;
  if (!media?.getUserMedia) {
    keeper.unsupported();
    return;
  }
  const count = () => countCameras(media, keeper, showChoice);
  const open = media.getUserMedia.bind(media);
  // Before the taker allowed it, a browser shows one camera of each machine: so they are counted again after each opening.
  media.getUserMedia = (wanted) => reported(open(wanted), keeper).finally(count);
  media.addEventListener("devicechange", count);
  count();
  followPermission(navigator, keeper);
}

/**
 * @param {Promise<MediaStream>} opening
 * @param {CameraKeeper} keeper
 */
async function reported(opening, keeper) {
  try {
    const stream = await opening;
    keeper.opened(stream.getVideoTracks());
    return stream;
  } catch (error) {
    // Not `instanceof Error`: it is an error of the frame's realm.
    keeper.refused(/** @type {Error} */ (error).name);
    throw error;
  }
}

/**
 * @param {MediaDevices} media
 * @param {CameraKeeper} keeper
 * @param {(hasChoice: boolean) => void} showChoice
 */
async function countCameras(media, keeper, showChoice) {
  const cameras = (await media.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  showChoice(cameras.length > 1);
  keeper.counted(cameras.length);
}

/**
 * @param {Navigator} navigator
 * @param {CameraKeeper} keeper
 */
async function followPermission(navigator, keeper) {
  const permission = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
  if (!permission) return;
  const look = () => keeper.permitted(permission.state);
  permission.addEventListener("change", look);
  look();
}

/**
 * On a busy machine or a thin line fewer pictures are better than smaller ones, which the checks see less in.
 * Source: https://www.w3.org/TR/webrtc-extensions/#rtcdegradationpreference; a browser that does not know it keeps its own way.
 *
 * @param {Pick<typeof RTCPeerConnection, "prototype">} Connection
 */
export function keepPictureSize(Connection) {
  const addTrack = Connection.prototype.addTrack;
  Connection.prototype.addTrack = function (...given) {
    const sender = addTrack.apply(this, given);
    /** @type {RTCDegradationPreference} */
    const degradationPreference = "maintain-resolution";
    const changed = sender.setParameters({ ...sender.getParameters(), degradationPreference });
    changed.catch((error) => console.info("the picture may shrink:", error.message));
    return sender;
  };
}
