"""A camera's encoded packets become files: taken out of aiortc, cut into segments, put into the store."""
