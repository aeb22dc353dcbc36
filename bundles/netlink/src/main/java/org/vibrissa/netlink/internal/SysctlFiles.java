package org.vibrissa.netlink.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;
import org.vibrissa.netlink.Sysctl;

/** Files below /proc/sys/net, which show the namespace of the thread that opens them. */
@Component
public final class SysctlFiles implements Sysctl {
    private static final int LARGEST_VALUE = 64 * 1024;

    private final NetworkNamespace own;

    /** Holds the daemon's own namespace open. */
    @Activate
    public SysctlFiles(@Reference NetworkNamespaces namespaces) {
        own = namespaces.own();
    }

    @Deactivate
    void close() {
        own.close();
    }

    @Override
    public String read(String key) {
        return read(own, key);
    }

    @Override
    public String write(String key, String value) {
        return write(own, key, value);
    }

    @Override
    public String read(NetworkNamespace namespace, String key) {
        String path = path(key);
        String request = "read sysctl " + key;
        return NamespaceThread.run(namespace, request, () -> readHere(request, path));
    }

    @Override
    public String write(NetworkNamespace namespace, String key, String value) {
        String path = path(key);
        String request = "write sysctl " + key + " = " + value;
        return NamespaceThread.run(
                namespace,
                request,
                () -> {
                    String before = readHere(request, path);
                    writeHere(request, path, value);
                    return before;
                });
    }

    /** The file of a key: with a slash anywhere the dots are part of names. */
    static String path(String key) {
        String separator = key.indexOf('/') >= 0 ? "/" : "\\.";
        List<String> parts = Arrays.asList(key.split(separator, -1));
        boolean good =
                parts.size() > 1
                        && parts.get(0).equals("net")
                        && parts.stream().allMatch(SysctlFiles::isName);
        if (!good) {
            throw new IllegalArgumentException(
                    "not a sysctl key: \"" + key + "\" (wanted such as net.ipv4.ip_forward)");
        }
        return "/proc/sys/" + String.join("/", parts);
    }

    private static boolean isName(String part) {
        return !part.isEmpty()
                && !part.equals(".")
                && !part.equals("..")
                && part.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String readHere(String request, String path) {
        int fd = open(request, path, Libc.O_RDONLY);
        try {
            byte[] value = new byte[LARGEST_VALUE];
            long length = Libc.read(fd, value, value.length);
            if (length < 0) {
                throw Errno.last(request);
            }
            return new String(value, 0, (int) length, StandardCharsets.UTF_8).stripTrailing();
        } finally {
            Libc.close(fd);
        }
    }

    private static void writeHere(String request, String path, String value) {
        int fd = open(request, path, Libc.O_WRONLY);
        try {
            byte[] line = (value + "\n").getBytes(StandardCharsets.UTF_8);
            if (Libc.write(fd, line, line.length) != line.length) {
                throw Errno.last(request);
            }
        } finally {
            Libc.close(fd);
        }
    }

    private static int open(String request, String path, int mode) {
        byte[] file = (path + "\0").getBytes(StandardCharsets.US_ASCII);
        int fd = Libc.open(file, mode | Libc.O_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.last(request);
        }
        return fd;
    }
}
