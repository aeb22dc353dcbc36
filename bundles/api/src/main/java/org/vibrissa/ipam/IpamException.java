package org.vibrissa.ipam;

/** An address could not be allocated or released; the message says why and what would help. */
public class IpamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IpamException(String message) {
        super(message);
    }
}
