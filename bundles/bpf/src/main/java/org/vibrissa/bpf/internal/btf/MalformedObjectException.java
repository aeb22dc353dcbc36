package org.vibrissa.bpf.internal.btf;

/** An object file or its BTF breaks the format; the message starts with the place in the file. */
public final class MalformedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * @param offset byte in the file where the broken field starts
     * @param problem what is wrong there
     */
    public MalformedObjectException(long offset, String problem) {
        super(String.format("offset 0x%x: %s", offset, problem));
        this.offset = offset;
    }

    /** Byte in the file where the broken field starts. */
    public long offset() {
        return offset;
    }
}
