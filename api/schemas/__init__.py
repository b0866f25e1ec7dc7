"""Bodies of requests and answers, and their way to and from the domain."""
