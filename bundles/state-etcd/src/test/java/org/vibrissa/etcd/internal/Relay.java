package org.vibrissa.etcd.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A way to etcd that can be cut, or that carries nothing any more without saying so. */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean silent;
    private volatile Duration delay = Duration.ZERO;

    Relay(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket etcd = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(etcd);
                thread(() -> carry(client, etcd));
                thread(() -> carry(etcd, client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[8192];
            int n = in.read(buffer);
            while (n > 0) {
                if (!delay.isZero()) {
                    LockSupport.parkNanos(delay.toNanos());
                }
                if (!silent) {
                    out.write(buffer, 0, n);
                }
                n = in.read(buffer);
            }
        } catch (IOException e) {
            // Either side has closed it.
            return;
        }
    }

    /** Breaks all connections and takes none. */
    void cut(boolean on) throws IOException {
        cut = on;
        if (on) {
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }
    }

    /** Carries everything late, each piece by that much, either way. */
    void slow(Duration by) {
        delay = by;
    }

    /** Swallows everything, connections stay. */
    void silent(boolean on) {
        silent = on;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut(true);
    }
}
