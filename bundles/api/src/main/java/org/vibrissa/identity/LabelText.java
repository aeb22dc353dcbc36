package org.vibrissa.identity;

import java.util.regex.Pattern;
import org.vibrissa.net.IpPrefix;

/** What keys and values of labels may be made of. */
final class LabelText {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern QUALIFIED =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    /** What the host calls things: printable ASCII without space. */
    private static final Pattern THING = Pattern.compile("[!-~]{1,255}");

    private static final int MAX_PREFIX = 253;

    private LabelText() {}

    /**
     * The key as it is kept: that of a prefix is its network.
     *
     * @throws IllegalArgumentException when it is not legal
     */
    static String key(LabelSource source, String key) {
        if (source == LabelSource.CIDR) {
            return IpPrefix.parseNetwork(key).toString();
        }
        int slash = key.indexOf('/');
        if (slash >= 0 && !isDnsName(key.substring(0, slash))) {
            throw new IllegalArgumentException(
                    "the key's prefix before / is not a DNS name: \"" + key + "\"");
        }
        if (!QUALIFIED.matcher(key.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException(
                    "is not a key: \""
                            + key
                            + "\"; use 1..63 of A-Z, a-z, 0-9, -, _ and ., with an"
                            + " alphanumeric at both ends, after an optional DNS prefix and /");
        }
        return key;
    }

    /**
     * The value as it is.
     *
     * @throws IllegalArgumentException when it is not legal
     */
    static String value(LabelSource source, String value) {
        boolean legal =
                value.isEmpty()
                        || (source.namesThings() ? THING : QUALIFIED).matcher(value).matches();
        if (!legal) {
            throw new IllegalArgumentException(
                    "is not a label value: \""
                            + value
                            + (source.namesThings()
                                    ? "\"; use at most 255 printable ASCII characters, no space"
                                    : "\"; use at most 63 of A-Z, a-z, 0-9, -, _ and ., with an"
                                            + " alphanumeric at both ends"));
        }
        return value;
    }

    private static boolean isDnsName(String name) {
        if (name.isEmpty() || name.length() > MAX_PREFIX) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (!DNS_LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }
}
