package org.vibrissa.control;

/**
 * The process at the other end of the socket when it connected (SO_PEERCRED).
 *
 * @param pid process id; 0 when it is in a pid namespace not visible from here
 * @param uid user id
 * @param gid effective group id
 */
public record Peer(int pid, int uid, int gid) {
    @Override
    public String toString() {
        return "uid=" + uid + " gid=" + gid + " pid=" + pid;
    }
}
