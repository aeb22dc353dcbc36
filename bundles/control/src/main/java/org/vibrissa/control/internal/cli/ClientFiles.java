package org.vibrissa.control.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.internal.cli.Chunks.ClientError;
import org.vibrissa.control.internal.print.Json;
import org.vibrissa.control.internal.server.ClientGone;
import org.vibrissa.control.internal.server.MemoryBudget;

/**
 * Files of the client's, read by the client: the daemon asks with R or D and the client answers
 * with f and F frames (standard input may also come as I frames). One request at a time.
 */
final class ClientFiles {
    static final String STDIN = "-";

    private final FrameSender sender;
    private final MemoryBudget budget;
    private final Chunks.Flow flow;
    private volatile Chunks current;
    private long taken;

    ClientFiles(FrameSender sender, MemoryBudget budget, Chunks.Flow flow) {
        this.sender = sender;
        this.budget = budget;
        this.flow = flow;
        Chunks none = new Chunks(flow);
        none.end();
        current = none;
    }

    /** Event loop: a frame of type f, F or I. */
    void received(Frame frame) {
        Chunks answer = current;
        byte[] payload = frame.payload();
        if (frame.type() == Frame.FILE_END) {
            String text = new String(payload, StandardCharsets.UTF_8);
            if (payload.length == 0) {
                answer.fail("the client sent an answer without a status");
            } else if (payload[0] != 0) {
                answer.fail(text.length() > 1 ? text.substring(1) : "cannot be read");
            } else {
                answer.add(java.util.Arrays.copyOfRange(payload, 1, payload.length));
                answer.end();
            }
        } else if (frame.type() == Frame.STDIN && payload.length == 0) {
            answer.end();
        } else {
            answer.add(payload);
        }
    }

    byte[] read(String path, long limit) {
        Chunks answer = request(Frame.READ, path);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            for (Optional<byte[]> chunk = answer.next(); chunk.isPresent(); chunk = answer.next()) {
                accept(path, limit, answer, whole, chunk.get());
            }
        } catch (ClientError e) {
            throw CommandFailed.failed("cannot read " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGone("cancelled while reading " + shown(path));
        }
        return whole.toByteArray();
    }

    private void accept(
            String path, long limit, Chunks answer, ByteArrayOutputStream whole, byte[] chunk) {
        if (whole.size() + (long) chunk.length > limit) {
            answer.discard();
            throw CommandFailed.failed(
                    shown(path) + " is larger than the limit of " + limit + " bytes", "");
        }
        if (!budget.take(chunk.length)) {
            answer.discard();
            throw CommandFailed.failed(
                    "no memory left for " + shown(path) + " as other clients send files too",
                    "Try again in a moment.");
        }
        taken += chunk.length;
        whole.writeBytes(chunk);
    }

    List<String> list(String path) {
        Chunks answer = request(Frame.LIST, path);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            for (Optional<byte[]> chunk = answer.next(); chunk.isPresent(); chunk = answer.next()) {
                accept(path, Frame.MAX_PAYLOAD, answer, whole, chunk.get());
            }
            List<String> names = new ArrayList<>();
            JsonNode tree = Json.read(whole.toByteArray());
            tree.forEach(name -> names.add(name.asText()));
            return names.stream().sorted().toList();
        } catch (ClientError e) {
            throw CommandFailed.failed("cannot list " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGone("cancelled while listing " + path);
        } catch (IOException e) {
            throw CommandFailed.failed("the client's list of " + path + " is not JSON", "")
                    .causedBy(e);
        }
    }

    /** Standard input as it comes; the client is asked at the first read. */
    InputStream stdin() {
        return new ChunkInput(() -> request(Frame.READ, STDIN));
    }

    /** Whether the client is still sending what was asked for. */
    boolean unfinished() {
        return !current.ended();
    }

    /** Returns what was taken from the budget: the command has ended. */
    void release() {
        budget.give(taken);
        taken = 0;
        current.discard();
    }

    private Chunks request(char type, String path) {
        if (!current.ended()) {
            throw new IllegalStateException("a file request is still open");
        }
        Chunks answer = new Chunks(flow);
        current = answer;
        sender.send(type, path.getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    private static String shown(String path) {
        return path.equals(STDIN) ? "standard input" : path;
    }
}
