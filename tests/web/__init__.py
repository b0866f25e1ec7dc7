"""The pages as people use them: in a real browser, by mouse, by keyboard, on a phone."""
