package org.vibrissa.control.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.control.Peer;
import org.vibrissa.control.Table;
import org.vibrissa.control.internal.cli.CommandLoop;
import org.vibrissa.runtime.Node;

/** Runs one command for nobody, so that the first user does not wait for classes to load. */
public final class WarmUp implements Runnable {
    private final CommandLoop loop;
    private final Node node;

    public WarmUp(CommandLoop loop, Node node) {
        this.loop = loop;
        this.node = node;
    }

    @Override
    public void run() {
        loop.run(List.of("status"), new Nobody(node));
    }

    private static final class Nobody implements Invocation {
        private final Node node;
        private final PrintWriter sink = new PrintWriter(Writer.nullWriter());

        Nobody(Node node) {
            this.node = node;
        }

        @Override
        public PrintWriter out() {
            return sink;
        }

        @Override
        public PrintWriter err() {
            return sink;
        }

        @Override
        public OutputStream rawOut() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream in() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputFormat format() {
            return OutputFormat.TABLE;
        }

        @Override
        public void print(Table<?> table) {
            new org.vibrissa.control.internal.print.TablePrinter(java.time.ZoneId.systemDefault())
                    .print(table, sink, sink);
        }

        @Override
        public void print(JsonNode json, Consumer<PrintWriter> human) {
            human.accept(sink);
        }

        @Override
        public void print(Object value, Consumer<PrintWriter> human) {
            human.accept(sink);
        }

        @Override
        public byte[] readFile(String path, long limit) {
            return new byte[0];
        }

        @Override
        public List<String> listFolder(String path) {
            return List.of();
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
            return new Peer(0, 0, 0);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // Nobody cancels.
        }

        @Override
        public Node node() {
            return node;
        }
    }
}
