package org.vibrissa.netlink;

/** The kernel's rule for interface names. */
public final class InterfaceName {
    /** The longest name, in bytes. */
    public static final int MAX_LENGTH = 15;

    private InterfaceName() {}

    /**
     * Returns the name when the kernel would take it.
     *
     * @throws IllegalArgumentException when it is empty, {@code .}, {@code ..}, longer than 15
     *     bytes, not printable ASCII, or has a slash, colon, percent sign or space
     */
    public static String check(String name) {
        boolean good =
                !name.isEmpty()
                        && name.length() <= MAX_LENGTH
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.chars().allMatch(c -> c > ' ' && c < 127 && "/:%".indexOf(c) < 0);
        if (!good) {
            throw new IllegalArgumentException(
                    "not an interface name: \""
                            + name
                            + "\" (1 to 15 printable ASCII characters without / : % or space)");
        }
        return name;
    }
}
