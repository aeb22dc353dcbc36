package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.ApiClient;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Clients that ask for too much, too slowly or all at once harm neither traffic nor each other. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class ApiLoadTest {
    private static final int TOO_LARGE = 9 << 20;
    private static final int CLIENTS = 1000;
    private static final int SPEAKERS = 16;

    @Test
    void refusesABodyThatIsTooLarge(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        String stored = host.cli("get", "endpoints", "-o", "json").expectOk().out();

        try (ApiClient client = ApiClient.connect(host)) {
            // The length alone is enough: not a byte of the body is waited for.
            String head = ApiClient.request("POST", "/v1/resources", "");
            client.send(head.replace("Content-Length: 0", "Content-Length: " + TOO_LARGE));
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("body_too_large"), answer);
        }
        host.cliWith("# " + "x".repeat(TOO_LARGE), "apply", "-f", "-").expectFailure(1, "large");

        assertEquals(stored, host.cli("get", "endpoints", "-o", "json").expectOk().out());
        stream.finish().expectPerfect(10);
    }

    @Test
    void endsASlowClientAndServesTheOthers(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        List<ApiClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(ApiClient.connect(host).send("POST /v1/resources HTTP/1.1\r\nHost: "));
            }
            host.cli("status").expectOk();
            host.workload("c").join();
            for (ApiClient client : slow) {
                String answer = client.answer();
                assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            }
        } finally {
            slow.forEach(ApiClient::close);
        }
        host.cli("status").expectOk();
        stream.finish().expectPerfect(10);
    }

    @Test
    void answersAThousandClientsAtOnce(Lab lab) throws Exception {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        List<ApiClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(ApiClient.connect(host));
            }
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).send(requestOf(i));
            }
            for (String answer : answers(clients)) {
                assertTrue(answer.matches("(?s)HTTP/1.1 20[01] .*"), answer);
            }
        } finally {
            clients.forEach(ApiClient::close);
        }
        assertEquals(
                CLIENTS / 10 + 1,
                host.cli("get", "ippools", "-o", "json").expectOk().json().at("/items").size());
        stream.finish().expectPerfect(10);
    }

    /** Every tenth changes something, the others read. */
    private static String requestOf(int client) {
        if (client % 10 != 0) {
            return ApiClient.request("GET", "/v1/resources/endpoints", "");
        }
        String name = "p" + client / 10;
        String pool =
                "apiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: "
                        + name
                        + "\nspec:\n  cidrs: [10.88."
                        + client / 10
                        + ".0/28]\n";
        return ApiClient.request("PUT", "/v1/resources/ippools/" + name, pool);
    }

    private static List<String> answers(List<ApiClient> clients)
            throws InterruptedException, ExecutionException {
        ExecutorService readers = Executors.newFixedThreadPool(SPEAKERS);
        try {
            List<Future<String>> pending = new ArrayList<>();
            clients.forEach(client -> pending.add(readers.submit(client::answer)));
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : pending) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            readers.shutdownNow();
        }
    }
}
