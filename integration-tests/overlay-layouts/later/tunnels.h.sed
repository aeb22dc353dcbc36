# A VNI for each foreign tunnel endpoint, and a count of packets that came with a congestion mark.
# Fields move, so that nothing fits by chance.
/^struct vib_tunnel_peer {/,/^};/c\
struct vib_tunnel_peer {\
	__u32 flags; /* VIB_PEER_* */\
	__u32 vni;   /* spoken with this one; 0 = vtep_vni */\
	__u32 node;  /* its number, as in vib_nodes */\
	__u32 reserved;\
};
s/(struct vib_tunnel_peer) == 8, "struct vib_tunnel_peer is 8 bytes"/(struct vib_tunnel_peer) == 16, "layout 2"/
/^struct vib_tunnel_count {/a\
	__u64 rx_marked;
s/(struct vib_tunnel_count) == 32, "struct vib_tunnel_count is 32 bytes"/(struct vib_tunnel_count) == 40, "layout 2"/
$i\
#include "first.h"
