package org.vibrissa.lab;

import java.nio.file.Path;
import java.time.Duration;

/** The death star's server in a namespace, until the lab ends. */
public final class HttpServer {
    private HttpServer() {}

    /** Starts it on an address and port 80; returns once it listens. */
    public static void start(Lab lab, Namespace namespace, String address) {
        String title = title(namespace.name(), address);
        start(lab, namespace, title, words(lab, title, address));
    }

    /** As above, by a process in a cgroup. */
    public static void start(Lab lab, Cgroup cgroup, String address) {
        String title = title(cgroup.name(), address);
        start(lab, cgroup.namespace(), title, cgroup.within(words(lab, title, address)));
    }

    private static void start(Lab lab, Namespace namespace, String title, String... words) {
        new Background(lab, namespace, title, words)
                .await(ready(lab, title), Duration.ofSeconds(30));
    }

    private static String title(String place, String address) {
        return "http-" + place + "-" + address.replaceAll("[^0-9a-f]", "-");
    }

    private static Path ready(Lab lab, String title) {
        return lab.folder().resolve(title + ".listening");
    }

    private static String[] words(Lab lab, String title, String address) {
        return new String[] {
            Place.vibtraffic().toString(),
            "http",
            "--bind",
            address,
            "--port",
            "80",
            "--seconds",
            "600",
            "--ready-file",
            ready(lab, title).toString()
        };
    }

    /** Asks for a landing from elsewhere; what came back, headers left out. */
    public static Outcome requestLanding(Namespace from, String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return from.exec(
                "curl",
                "-sS",
                "--max-time",
                "5",
                "-X",
                "POST",
                "http://" + host + "/v1/request-landing");
    }
}
