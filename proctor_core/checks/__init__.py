"""Frame -> check result; the only importers of mediapipe, ai_edge_litert, onnxruntime and cv2.dnn."""
