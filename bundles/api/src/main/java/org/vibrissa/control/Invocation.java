package org.vibrissa.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.vibrissa.runtime.Node;

/**
 * One run of one command for one client. Used by the command's thread; {@link #cancelled()} and
 * {@link #onCancel} may be used by any.
 */
@ProviderType
public interface Invocation {
    /** Default limit of {@link #readFile(String)}: 16 MiB. */
    long FILE_LIMIT = 16L << 20;

    /** The client's standard output; blocks while the client does not read. */
    PrintWriter out();

    /** The client's standard error. */
    PrintWriter err();

    /** Standard output for bytes, such as an archive. Do not mix with {@link #out()}. */
    OutputStream rawOut();

    /** The client's standard input, until its end. */
    InputStream in();

    /** What {@code -o} asked for. */
    OutputFormat format();

    /** Prints rows in the asked format. */
    void print(Table<?> table);

    /**
     * Prints one document: {@code json} as json or yaml, or for {@link OutputFormat#TABLE} whatever
     * {@code human} writes.
     */
    void print(JsonNode json, Consumer<PrintWriter> human);

    /**
     * As {@link #print(JsonNode, Consumer)} with any value Jackson can write: records, maps, lists.
     */
    void print(Object value, Consumer<PrintWriter> human);

    /**
     * A file of the client's, read by the client with the client's rights.
     *
     * @param path as the user typed it, relative to the client's folder; {@code -} is stdin
     * @throws CommandFailed naming the file and the client's error, or that it exceeds 16 MiB
     */
    default byte[] readFile(String path) {
        return readFile(path, FILE_LIMIT);
    }

    /** As {@link #readFile(String)} with a limit in bytes. */
    byte[] readFile(String path, long limit);

    /**
     * The {@code *.yaml}, {@code *.yml} and {@code *.json} names in a folder of the client's,
     * sorted, without the folder.
     *
     * @throws CommandFailed when it is not a readable folder
     */
    List<String> listFolder(String path);

    /** Whether the client's output is a terminal. */
    boolean tty();

    /** Width of the client's terminal in characters; 0 when it is none. */
    int columns();

    /** The client's {@code VIBRISSA_*} environment. */
    Map<String, String> env();

    /** Who asks, by the kernel's word. */
    Peer peer();

    /** Whether the client went away or sent a signal. */
    boolean cancelled();

    /** Runs {@code action} once when cancelled, at once if it was already. Must not block. */
    void onCancel(Runnable action);

    /** The daemon. */
    Node node();
}
