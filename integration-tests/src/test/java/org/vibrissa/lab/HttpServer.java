package org.vibrissa.lab;

import java.nio.file.Path;
import java.time.Duration;

/** The death star's server in a namespace, until the lab ends. */
public final class HttpServer {
    private HttpServer() {}

    /** Starts it on an address and port 80; returns once it listens. */
    public static void start(Lab lab, Namespace namespace, String address) {
        String title = "http-" + namespace.name() + (address.contains(":") ? "-v6" : "");
        Path ready = lab.folder().resolve(title + ".listening");
        new Background(
                        lab,
                        namespace,
                        title,
                        Place.vibtraffic().toString(),
                        "http",
                        "--bind",
                        address,
                        "--port",
                        "80",
                        "--seconds",
                        "600",
                        "--ready-file",
                        ready.toString())
                .await(ready, Duration.ofSeconds(10));
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
