package org.vibrissa.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel refused, or its answer made no sense. The message reads {@code REQUEST: ERRNO: KERNEL
 * TEXT (attribute N at offset M)}, such as {@code create veth lxc123: EEXIST: File exists}.
 */
public class NetlinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String request;
    private final String errnoName;
    private final int errno;
    private final String kernelText;
    private final int attributeOffset;
    private final int attributeType;

    /**
     * @param request what was asked, as a person would say it
     * @param errno positive errno
     * @param errnoName its name, such as {@code EEXIST}
     * @param description what the errno means; shown when the kernel said nothing more
     * @param kernelText extended ack text, or empty when the kernel said nothing
     * @param attributeOffset bytes from the start of the request to the offending attribute, or -1
     * @param attributeType number of the offending (or missing) attribute, or -1
     */
    public NetlinkException(
            String request,
            int errno,
            String errnoName,
            String description,
            String kernelText,
            int attributeOffset,
            int attributeType) {
        super(
                message(
                        request,
                        errnoName,
                        kernelText.isEmpty() ? description : kernelText,
                        attributeOffset,
                        attributeType));
        this.request = request;
        this.errno = errno;
        this.errnoName = errnoName;
        this.kernelText = kernelText;
        this.attributeOffset = attributeOffset;
        this.attributeType = attributeType;
    }

    private static String message(
            String request, String errnoName, String text, int offset, int type) {
        StringBuilder message = new StringBuilder(request).append(": ").append(errnoName);
        if (!text.isEmpty()) {
            message.append(": ").append(text);
        }
        if (offset >= 0) {
            message.append(" (attribute ").append(type).append(" at offset ").append(offset);
            message.append(')');
        } else if (type >= 0) {
            message.append(" (attribute ").append(type).append(" is missing)");
        }
        return message.toString();
    }

    /** What was asked, such as {@code create veth lxc123}. */
    public String request() {
        return request;
    }

    /** The positive errno of this machine. */
    public int errno() {
        return errno;
    }

    /** The errno's name, such as {@code EEXIST}; {@code E999} when it has none. */
    public String errnoName() {
        return errnoName;
    }

    /** Whether the errno has this name. */
    public boolean is(String name) {
        return errnoName.equals(name);
    }

    /** Whether the thing asked for does not exist: ENODEV, ENOENT, ESRCH or EADDRNOTAVAIL. */
    public boolean isAbsent() {
        return switch (errnoName) {
            case "ENODEV", "ENOENT", "ESRCH", "EADDRNOTAVAIL" -> true;
            default -> false;
        };
    }

    /** The kernel's extended ack text, where it gave one. */
    public Optional<String> kernelText() {
        return kernelText.isEmpty() ? Optional.empty() : Optional.of(kernelText);
    }

    /** Bytes from the start of the request to the attribute the kernel objects to. */
    public OptionalInt attributeOffset() {
        return attributeOffset < 0 ? OptionalInt.empty() : OptionalInt.of(attributeOffset);
    }

    /** Number of the attribute the kernel objects to or misses. */
    public OptionalInt attributeType() {
        return attributeType < 0 ? OptionalInt.empty() : OptionalInt.of(attributeType);
    }
}
