package org.vibrissa.ipam;

/** A static address cannot be had: not in the pool, reserved, a gateway, or in use by another. */
public class AddressRefused extends IpamException {
    private static final long serialVersionUID = 1L;

    public AddressRefused(String message) {
        super(message);
    }
}
