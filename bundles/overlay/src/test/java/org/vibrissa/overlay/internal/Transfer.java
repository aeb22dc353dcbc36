package org.vibrissa.overlay.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Bytes over TCP from one endpoint to another, with their hash at both ends. */
final class Transfer {
    private static final int BYTES = 8 << 20;
    private static final int PORT = 5201;
    private static final int TIMEOUT_MS = 20_000;

    private Transfer() {}

    /** Where a socket is made. */
    interface Place {
        <T> T in(Callable<T> action);
    }

    /** Sends from one to the other; fails when what arrives is not what was sent. */
    static void check(TestHost from, TestHost to, boolean ipv6) {
        send(from::inEndpoint, to::inEndpoint, to.endpointAddress(ipv6));
    }

    /** As {@link #check}, to an address at a place. */
    static void send(Place from, Place to, String address) {
        byte[] data = new byte[BYTES];
        new Random(BYTES).nextBytes(data);
        ServerSocket server = to.in(() -> listen(address));
        ExecutorService receiver = Executors.newSingleThreadExecutor();
        try (server) {
            CompletableFuture<String> got =
                    CompletableFuture.supplyAsync(() -> receive(server), receiver);
            from.in(() -> send(address, data));
            String hash = got.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (!hash.equals(hex(sha256().digest(data)))) {
                throw new AssertionError("what arrived is not what was sent");
            }
        } catch (Exception e) {
            throw new AssertionError("transfer to " + address, e);
        } finally {
            receiver.shutdownNow();
        }
    }

    private static ServerSocket listen(String address) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(address), PORT));
        server.setSoTimeout(TIMEOUT_MS);
        return server;
    }

    private static Void send(String address, byte[] data) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), PORT), TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            out.write(data);
            out.flush();
            socket.shutdownOutput();
            if (socket.getInputStream().read() != -1) {
                throw new IOException("unexpected answer");
            }
        }
        return null;
    }

    private static String receive(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(TIMEOUT_MS);
            MessageDigest digest = sha256();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return hex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
