# English messages; the msgids are Vietnamese.
