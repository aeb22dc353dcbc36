package org.vibrissa.control.internal.cli;

/**
 * One message of {@code vibrissa-cli/1}: type, 4 bytes of length, payload.
 *
 * <p>Client to daemon: A arguments (first), I stdin, f part of a file, F end of a file, S signal.
 * Daemon to client: O stdout, E stderr, R read a file, D list a folder, X exit code (last).
 */
final class Frame {
    static final char ARGUMENTS = 'A';
    static final char STDIN = 'I';
    static final char FILE_PART = 'f';
    static final char FILE_END = 'F';
    static final char SIGNAL = 'S';

    static final char STDOUT = 'O';
    static final char STDERR = 'E';
    static final char READ = 'R';
    static final char LIST = 'D';
    static final char EXIT = 'X';

    static final int HEADER = 5;

    /** Largest payload in bytes, either way. */
    static final int MAX_PAYLOAD = 1 << 20;

    private final char type;
    private final byte[] payload;

    /** A frame that keeps the array. */
    Frame(char type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    char type() {
        return type;
    }

    byte[] payload() {
        return payload;
    }

    static boolean fromClient(int type) {
        return "AIfFS".indexOf(type) >= 0;
    }
}
