package org.vibrissa.control.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Table;
import org.vibrissa.control.internal.command.FormatChoice;
import org.vibrissa.control.internal.print.DocumentPrinter;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.print.TablePrinter;
import org.vibrissa.runtime.Node;

/** One command's view of its client. */
final class CliSession implements Invocation, FormatChoice {
    private final Arguments arguments;
    private final Peer peer;
    private final Node node;
    private final ClientFiles files;
    private final Cancellation cancellation;
    private final FrameOutput rawOut;
    private final PrintWriter out;
    private final PrintWriter err;
    private final InputStream in;
    private OutputFormat format = OutputFormat.TABLE;

    CliSession(
            Arguments arguments,
            Peer peer,
            Node node,
            FrameSender sender,
            ClientFiles files,
            Cancellation cancellation) {
        this.arguments = arguments;
        this.peer = peer;
        this.node = node;
        this.files = files;
        this.cancellation = cancellation;
        rawOut = new FrameOutput(sender, Frame.STDOUT);
        out = new PrintWriter(rawOut, false, StandardCharsets.UTF_8);
        err = new PrintWriter(new FrameOutput(sender, Frame.STDERR), true, StandardCharsets.UTF_8);
        in = files.stdin();
    }

    Arguments arguments() {
        return arguments;
    }

    @Override
    public void choose(OutputFormat chosen) {
        format = chosen;
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    @Override
    public OutputStream rawOut() {
        return rawOut;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputFormat format() {
        return format;
    }

    @Override
    public void print(Table<?> table) {
        if (format == OutputFormat.TABLE) {
            new TablePrinter(ZoneId.systemDefault()).print(table, out, err);
            out.flush();
        } else {
            DocumentPrinter.print(table, format, out);
        }
    }

    @Override
    public void print(JsonNode json, Consumer<PrintWriter> human) {
        print((Object) json, human);
    }

    @Override
    public void print(Object value, Consumer<PrintWriter> human) {
        if (format == OutputFormat.TABLE) {
            human.accept(out);
            out.flush();
        } else {
            DocumentPrinter.print(Json.tree(value), format, out);
        }
    }

    @Override
    public byte[] readFile(String path, long limit) {
        flush();
        return files.read(path, limit);
    }

    @Override
    public List<String> listFolder(String path) {
        flush();
        return files.list(path);
    }

    void flush() {
        out.flush();
        err.flush();
    }

    @Override
    public boolean tty() {
        return arguments.tty();
    }

    @Override
    public int columns() {
        return arguments.columns();
    }

    @Override
    public Map<String, String> env() {
        return arguments.env();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean cancelled() {
        return cancellation.cancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }

    @Override
    public Node node() {
        return node;
    }
}
