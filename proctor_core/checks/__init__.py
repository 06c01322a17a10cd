"""Frame -> check result; the only importers of mediapipe, onnxruntime and cv2.dnn."""
