package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.client.Failures;
import org.vibrissa.hubble.internal.client.ServerOptions;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.print.ProtoJson;
import org.vibrissa.hubble.proto.observer.ObserverGrpc;
import org.vibrissa.hubble.proto.observer.ObserverGrpc.ObserverBlockingStub;
import picocli.CommandLine.Option;

/** A {@code hubble list} command: asks a server once and prints what it knows of. */
abstract class ListRun<M extends Message> implements Callable<Integer> {
    private static final long SECONDS = 12;
    private static final List<String> FORMS = List.of("table", "wide", "json");

    private final Servers servers;
    private final Invocation invocation;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table, wide or json (default: table).")
    private String output;

    ListRun(Servers servers, Invocation invocation) {
        this.servers = servers;
        this.invocation = invocation;
    }

    /** Which server is asked. */
    abstract ServerOptions server();

    /** The server's answer, in the order in which it is printed. */
    abstract List<M> ask(ObserverBlockingStub observer);

    /** As a table. */
    abstract void print(List<M> all, boolean wide, PrintWriter out);

    @Override
    public Integer call() {
        String form = output.toLowerCase(Locale.ROOT);
        if (!FORMS.contains(form)) {
            throw CommandFailed.usage(
                    "unknown output format: " + output,
                    "There are: " + String.join(", ", FORMS) + ".");
        }
        List<M> all = ask();
        if (form.equals("json")) {
            invocation.out().println(ProtoJson.array(all));
        } else {
            print(all, form.equals("wide"), invocation.out());
        }
        return 0;
    }

    private List<M> ask() {
        try {
            return servers.ask(
                    server(),
                    invocation,
                    channel ->
                            ask(
                                    ObserverGrpc.newBlockingStub(channel)
                                            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(e.getMessage(), "").causedBy(e);
        } catch (StatusRuntimeException e) {
            throw Failures.of(e, servers.named(server()));
        }
    }
}
