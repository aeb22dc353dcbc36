package org.vibrissa.hubble.internal.filter;

/**
 * What {@code [namespace/]prefix} means: the namespace is exact, the name begins so.
 *
 * @param namespace empty for any
 * @param prefix empty for any
 */
record NamespacedName(String namespace, String prefix) {
    /** A name alone is one of this namespace, as with Hubble. */
    private static final String DEFAULT = "default";

    static NamespacedName parse(String field, String text) throws FilterRejected {
        if (text.isEmpty()) {
            throw new FilterRejected(
                    field, text, "is empty; wanted is NAME, NAMESPACE/NAME, NAMESPACE/ or /NAME");
        }
        String[] parts = text.split("/", -1);
        return parts.length == 1
                ? new NamespacedName(DEFAULT, text)
                : new NamespacedName(parts[0], parts[1]);
    }

    boolean matches(String ofNamespace, String name) {
        if (ofNamespace.isEmpty() && name.isEmpty()) {
            return false;
        }
        return (namespace.isEmpty() || namespace.equals(ofNamespace)) && name.startsWith(prefix);
    }
}
