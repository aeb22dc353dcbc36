package org.vibrissa.hubble.internal.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Table;
import org.vibrissa.runtime.Node;

/** A client without a terminal whose files and daemon are a test's. */
final class MadeInvocation implements Invocation {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final PrintWriter outWriter = new PrintWriter(out);
    private final PrintWriter errWriter = new PrintWriter(err);
    private final Map<String, String> files = new HashMap<>();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final Node node;
    private volatile boolean cancelled;

    /** Of a daemon whose sockets are in this folder. */
    MadeInvocation(Path runFolder) {
        node = new MadeDaemon(runFolder);
    }

    private record MadeDaemon(Path runDir) implements Node {
        @Override
        public String name() {
            return "tatooine";
        }

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Path stateDir() {
            return runDir;
        }

        @Override
        public Path bpfDir() {
            return runDir;
        }

        @Override
        public Path configDir() {
            return runDir;
        }
    }

    MadeInvocation file(String name, String content) {
        files.put(name, content);
        return this;
    }

    String printed() {
        synchronized (out.getBuffer()) {
            return out.toString();
        }
    }

    void cancel() {
        cancelled = true;
        actions.forEach(Runnable::run);
    }

    @Override
    public PrintWriter out() {
        return outWriter;
    }

    @Override
    public PrintWriter err() {
        return errWriter;
    }

    @Override
    public OutputStream rawOut() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream in() {
        return new ByteArrayInputStream(
                files.getOrDefault("-", "").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputFormat format() {
        return OutputFormat.TABLE;
    }

    @Override
    public void print(Table<?> table) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void print(JsonNode json, Consumer<PrintWriter> human) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void print(Object value, Consumer<PrintWriter> human) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] readFile(String path, long limit) {
        if (!files.containsKey(path)) {
            throw CommandFailed.failed(path + ": no such file", "");
        }
        return files.get(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<String> listFolder(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean tty() {
        return false;
    }

    @Override
    public int columns() {
        return 0;
    }

    @Override
    public Map<String, String> env() {
        return Map.of();
    }

    @Override
    public Peer peer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        actions.add(action);
        if (cancelled) {
            action.run();
        }
    }

    @Override
    public Node node() {
        return node;
    }
}
