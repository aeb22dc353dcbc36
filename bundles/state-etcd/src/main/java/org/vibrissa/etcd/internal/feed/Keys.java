package org.vibrissa.etcd.internal.feed;

/**
 * Where things are in etcd: {@code PREFIX/v1/SPACE/...}.
 *
 * @param root ends in a slash
 */
public record Keys(String root) {
    /** The mark by which a store is known again. */
    public static final String MARK = "store";

    /** Keys below this configured prefix. */
    public static Keys below(String prefix) {
        if (!prefix.matches("(/[A-Za-z0-9._-]+)+")) {
            throw new IllegalArgumentException(
                    "etcd.prefix: " + prefix + " is none such as /vibrissa or /site/vibrissa");
        }
        return new Keys(prefix + "/v1/");
    }

    public String of(String rest) {
        return root + rest;
    }

    /** The first key behind all of ours. */
    public String end() {
        return after(root);
    }

    /** The first key behind all that begin with this, which ends in a slash. */
    public static String after(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + '0';
    }
}
