package org.vibrissa.policy.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Table;
import org.vibrissa.runtime.Node;

/** A client whose files are in memory and whose output is kept. */
final class ScriptedInvocation implements Invocation {
    private final Map<String, String> files;
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    ScriptedInvocation(Map<String, String> files) {
        this.files = new TreeMap<>(files);
    }

    String text() {
        out.flush();
        return text.toString();
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public PrintWriter err() {
        return out;
    }

    @Override
    public OutputStream rawOut() {
        return new ByteArrayOutputStream();
    }

    @Override
    public InputStream in() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public OutputFormat format() {
        return OutputFormat.TABLE;
    }

    @Override
    public void print(Table<?> table) {
        row(table);
    }

    private <R> void row(Table<R> table) {
        for (R row : table.rows()) {
            out.println(
                    table.columns().stream()
                            .filter(Table.Column::shown)
                            .map(column -> String.valueOf(column.value().apply(row)))
                            .collect(Collectors.joining(" | ")));
        }
    }

    @Override
    public void print(JsonNode json, Consumer<PrintWriter> human) {
        human.accept(out);
    }

    @Override
    public void print(Object value, Consumer<PrintWriter> human) {
        human.accept(out);
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
        List<String> names =
                files.keySet().stream()
                        .filter(file -> file.startsWith(path + "/"))
                        .map(file -> file.substring(path.length() + 1))
                        .toList();
        if (names.isEmpty()) {
            throw CommandFailed.failed(path + ": is no folder", "");
        }
        return names;
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
        return new Peer(1, 0, 0);
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}

    @Override
    public Node node() {
        throw new UnsupportedOperationException("not asked by these commands");
    }
}
