package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.hubble.internal.expression.ExpressionsGone;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.filter.FilterRejected;
import org.vibrissa.hubble.proto.detail.FlowDetail;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsResponse;

/**
 * Flows of a file: what {@code observe -o json} or an exporter wrote, a JSON object a line.
 * Filters, times and numbers hold as for a server; there is no order but that of the file.
 */
final class FileFlows {
    private static final long LIMIT = 512L << 20;

    private final Invocation invocation;
    private final String name;
    private final FlowExpressions expressions;
    private final JsonFormat.Parser parser =
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .usingTypeRegistry(
                            JsonFormat.TypeRegistry.newBuilder()
                                    .add(FlowDetail.getDescriptor())
                                    .build());

    FileFlows(Invocation invocation, String name, FlowExpressions expressions) {
        this.invocation = invocation;
        this.name = name;
        this.expressions = expressions;
    }

    /** Reads all that match. */
    void read(GetFlowsRequest request, Consumer<GetFlowsResponse> each) {
        try {
            readMatching(request, each);
        } catch (ExpressionsGone e) {
            throw CommandFailed.failed(e.getMessage(), "vibrissa bundle list").causedBy(e);
        }
    }

    private void readMatching(GetFlowsRequest request, Consumer<GetFlowsResponse> each) {
        MessageFilters filters = filters(request);
        Deque<GetFlowsResponse> last = new ArrayDeque<>();
        long told = 0;
        long line = 0;
        try (BufferedReader in = reader()) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                if (text.isBlank()) {
                    continue;
                }
                GetFlowsResponse response = parsed(text, line);
                if (!within(response, request) || !filters.admit(response)) {
                    continue;
                }
                if (request.getFirst()) {
                    each.accept(response);
                    if (++told == request.getNumber()) {
                        return;
                    }
                } else if (request.getNumber() > 0) {
                    last.add(response);
                    if (last.size() > request.getNumber()) {
                        last.remove();
                    }
                } else {
                    each.accept(response);
                }
                if (invocation.cancelled()) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        last.forEach(each);
    }

    private MessageFilters filters(GetFlowsRequest request) {
        try {
            return MessageFilters.of(request, expressions);
        } catch (FilterRejected e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private BufferedReader reader() {
        InputStream in =
                name.equals("-")
                        ? invocation.in()
                        : new ByteArrayInputStream(invocation.readFile(name, LIMIT));
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private GetFlowsResponse parsed(String text, long line) {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        try {
            parser.merge(text, response);
        } catch (InvalidProtocolBufferException e) {
            throw CommandFailed.failed(
                            name + ":" + line + " is no flow: " + e.getMessage(),
                            "The file must be as 'vibrissa observe -o json' writes it.")
                    .causedBy(e);
        }
        return response.build();
    }

    private static boolean within(GetFlowsResponse response, GetFlowsRequest request) {
        if (!response.hasTime()) {
            return true;
        }
        boolean early =
                request.hasSince()
                        && Timestamps.compare(response.getTime(), request.getSince()) < 0;
        boolean late =
                request.hasUntil()
                        && Timestamps.compare(response.getTime(), request.getUntil()) > 0;
        return !early && !late;
    }
}
