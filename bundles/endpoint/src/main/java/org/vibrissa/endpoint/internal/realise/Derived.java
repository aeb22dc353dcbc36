package org.vibrissa.endpoint.internal.realise;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vibrissa.endpoint.internal.spec.EndpointSpec;
import org.vibrissa.net.MacAddress;

/**
 * Names and MACs that follow from an endpoint's uid alone, so that a restarted daemon finds again
 * what an earlier one made.
 */
final class Derived {
    private static final int NAME_BYTES = 6;

    private Derived() {}

    /** Host-side device: {@code lxc} and 12 hex digits. */
    static String deviceName(String uid) {
        return "lxc" + HexFormat.of().formatHex(hash(uid, "device"), 0, NAME_BYTES);
    }

    /** Host-side device of an endpoint into a namespace; one of our own is {@code lxc_health}. */
    static String deviceName(EndpointSpec spec, String uid) {
        return spec.reserved().map(what -> "lxc_" + what).orElseGet(() -> deviceName(uid));
    }

    /** The endpoint's own MAC, locally administered. */
    static MacAddress endpointMac(String uid) {
        return mac(uid, "endpoint");
    }

    /** The host-side device's MAC, locally administered. */
    static MacAddress deviceMac(String uid) {
        return mac(uid, "host");
    }

    private static MacAddress mac(String uid, String role) {
        byte[] bytes = Arrays.copyOf(hash(uid, role), 6);
        bytes[0] = (byte) ((bytes[0] | 0x02) & ~0x01);
        return MacAddress.of(bytes);
    }

    private static byte[] hash(String uid, String role) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((uid + "/" + role).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
