"""What the children need, who can be there, the rota, and what stays open."""
