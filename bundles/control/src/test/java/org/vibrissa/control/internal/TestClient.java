package org.vibrissa.control.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.vibrissa.control.internal.print.Json;

/** A client of the socket, made of the JDK only: HTTP/1.1 and frames. */
final class TestClient implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;

    TestClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    record Answer(int status, Map<String, String> headers, String body) {}

    record Result(int code, String out, String err) {}

    /** Answers R and D frames. */
    interface Files {
        /** Sends f and F frames for a request. */
        void answer(TestClient client, char type, String path) throws IOException;
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(char type, byte[] payload) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(5 + payload.length);
        send(whole.put((byte) type).putInt(payload.length).put(payload).array());
    }

    void upgrade() throws IOException {
        send(
                "POST /v1/cli HTTP/1.1\r\nHost: v\r\nConnection: Upgrade\r\n"
                        + "Upgrade: vibrissa-cli/1\r\nContent-Length: 0\r\n\r\n");
        Answer answer = head();
        if (answer.status() != 101) {
            throw new IOException("no upgrade: " + answer);
        }
    }

    void arguments(String... argv) throws IOException {
        frame('A', Json.compact(Map.of("argv", argv, "tty", false, "columns", 0)));
    }

    static Result run(Path socket, String... argv) throws IOException {
        return run(socket, (client, type, path) -> client.failFile("no files"), argv);
    }

    static Result run(Path socket, Files files, String... argv) throws IOException {
        try (TestClient client = new TestClient(socket)) {
            client.upgrade();
            client.arguments(argv);
            return client.result(files);
        }
    }

    void failFile(String why) throws IOException {
        frame('F', ("\u0001" + why).getBytes(StandardCharsets.UTF_8));
    }

    void endFile() throws IOException {
        frame('F', new byte[1]);
    }

    Result result(Files files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        while (true) {
            char type = (char) in.readUnsignedByte();
            byte[] payload = new byte[in.readInt()];
            in.readFully(payload);
            switch (type) {
                case 'O' -> out.writeBytes(payload);
                case 'E' -> err.writeBytes(payload);
                case 'R', 'D' ->
                        files.answer(this, type, new String(payload, StandardCharsets.UTF_8));
                case 'X' -> {
                    return new Result(
                            payload[0] & 0xff,
                            out.toString(StandardCharsets.UTF_8),
                            err.toString(StandardCharsets.UTF_8));
                }
                default -> throw new IOException("frame " + type);
            }
        }
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: v\r\n\r\n");
        return answer();
    }

    Answer answer() throws IOException {
        Answer head = head();
        byte[] body;
        if ("chunked".equals(head.headers().get("transfer-encoding"))) {
            body = chunks();
        } else {
            body =
                    in.readNBytes(
                            Integer.parseInt(head.headers().getOrDefault("content-length", "0")));
        }
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private Answer head() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, "");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed within: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** One byte, or -1 when the daemon closed. */
    int read() throws IOException {
        return in.read();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
