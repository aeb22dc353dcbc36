package org.vibrissa.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The daemon's side of one connection, played by a test. */
final class FakeDaemon implements AutoCloseable {
    private final ServerSocketChannel server;
    private SocketChannel client;
    private DataInputStream in;
    private DataOutputStream out;

    /** One frame as received. */
    static final class Frame {
        private final char type;
        private final byte[] payload;

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

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    FakeDaemon(Path runDir) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(runDir.resolve("vibrissa.sock")));
    }

    /** Accepts, reads the request's head, answers with this status line; returns the head. */
    String accept(String status) throws IOException {
        client = server.accept();
        in = new DataInputStream(Channels.newInputStream(client));
        out = new DataOutputStream(Channels.newOutputStream(client));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        out.write(
                (status + "\r\nUpgrade: vibrissa-cli/1\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        return head.toString(StandardCharsets.UTF_8);
    }

    Frame receive() throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        return new Frame(type, payload);
    }

    /** Receives a whole answer to R or D: parts and the end, whose first byte is the status. */
    Frame receiveAnswer() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Frame frame = receive();
        while (frame.type() == 'f') {
            all.writeBytes(frame.payload());
            frame = receive();
        }
        if (frame.payload()[0] != 0) {
            return frame;
        }
        all.write(frame.payload(), 1, frame.payload().length - 1);
        return new Frame(frame.type(), all.toByteArray());
    }

    void send(char type, byte[] payload) throws IOException {
        out.writeByte(type);
        out.writeInt(payload.length);
        out.write(payload);
    }

    void send(char type, String text) throws IOException {
        send(type, text.getBytes(StandardCharsets.UTF_8));
    }

    void exit(int code) throws IOException {
        send('X', new byte[] {(byte) code});
    }

    void drop() throws IOException {
        client.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (client != null) {
            client.close();
        }
    }
}
