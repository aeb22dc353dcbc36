package org.vibrissa.ipam;

/** The pool has no free address; the message says how many are in quarantine and until when. */
public class PoolExhausted extends IpamException {
    private static final long serialVersionUID = 1L;

    public PoolExhausted(String message) {
        super(message);
    }
}
