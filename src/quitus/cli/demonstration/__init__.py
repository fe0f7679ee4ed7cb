"""An invented design studio whose eighteen months are lived through the same actions as a real firm's."""
