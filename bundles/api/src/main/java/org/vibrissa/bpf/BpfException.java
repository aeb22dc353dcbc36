package org.vibrissa.bpf;

/**
 * A kernel BPF operation failed. The message says what failed, on what, and what would help; when
 * the kernel gave an errno it is named ({@code EINVAL}).
 */
public sealed class BpfException extends RuntimeException
        permits LayoutMismatchException,
                LeaseHeldException,
                MapFullException,
                NoConverterException,
                NotGrantedException,
                NotSupportedException,
                SlotHeldException,
                VerifierRejectedException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final String errnoName;

    /** A failure which no errno explains. */
    public BpfException(String message) {
        this(message, 0, "");
    }

    /** A failure caused by another one, such as an I/O error. */
    public BpfException(String message, Throwable cause) {
        super(message, cause);
        this.errno = 0;
        this.errnoName = "";
    }

    /**
     * A failure the kernel reported.
     *
     * @param message what failed, on what, and what would help
     * @param errno the positive error number, 0 if none
     * @param errnoName its symbolic name, such as {@code EPERM}; empty if none
     */
    public BpfException(String message, int errno, String errnoName) {
        super(message);
        this.errno = errno;
        this.errnoName = errnoName;
    }

    /** The kernel's error number, 0 when there was none. */
    public final int errno() {
        return errno;
    }

    /** The error number's name, such as {@code EINVAL}; empty when there was none. */
    public final String errnoName() {
        return errnoName;
    }
}
