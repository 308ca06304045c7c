"""What `make bench` is made of: servers, loads, peers, gates and the measurements themselves."""
