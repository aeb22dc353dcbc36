package org.vibrissa.host;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Tap;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** An existing device of the host, such as a virtual machine's tap, is an endpoint too. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class DeviceEndpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MAC = "02:00:5e:00:53:07";

    @Test
    void connectsAVirtualMachinesTap(Lab lab) {
        Host host = lab.host("h").start();
        Capture.start(lab, host.namespace());
        Workload a = host.workload("a").join();
        Namespace guest = lab.namespace("g");
        Tap tap = Tap.plug(lab, host, "tap7", guest);
        String own = neighbourOf(a.v4());
        configureGuest(host, guest, own);
        host.apply(tapResource(own));
        awaitPhase(host, "vm", "Ready");
        Await.until("the guest reaches a", PATIENCE, () -> guest.pings(a.v4()));
        Await.until(
                "a reaches its other address", PATIENCE, () -> a.namespace().pings(second(own)));
        UdpStream in = UdpStream.start(lab, a.namespace(), guest, own, 2000);
        UdpStream out = UdpStream.start(lab, guest, a.namespace(), a.v4(), 2000);
        Await.until("the host reaches the guest", PATIENCE, () -> host.namespace().pings(own));
        in.finish().expectPerfect(10);
        out.finish().expectPerfect(10);

        tap.unplug();
        Await.until(
                "the endpoint says that its device is gone",
                PATIENCE,
                () -> !phase(host, "vm").equals("Ready"),
                () -> host.cli("get", "endpoint", "vm", "-o", "yaml").out());
        Await.until("a still reaches the host", PATIENCE, () -> a.namespace().pings(gateway(host)));
        Namespace again = lab.namespace("g2");
        Tap.plug(lab, host, "tap7", again);
        configureGuest(host, again, own);
        Await.until("a new device of that name is taken", PATIENCE, () -> again.pings(a.v4()));
    }

    private static String tapResource(String address) {
        return "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: vm\n"
                + "spec:\n  kind: device\n  device: tap7\n  mac: "
                + MAC
                + "\n  addresses: ["
                + address
                + ", "
                + second(address)
                + "]\n";
    }

    /** A free address in the same /24: the last but one, which dynamic allocation gives last. */
    private static String neighbourOf(String address) {
        return address.substring(0, address.lastIndexOf('.') + 1) + "250";
    }

    /** One more of the same family, as a VM may have. */
    private static String second(String address) {
        return address.substring(0, address.lastIndexOf('.') + 1) + "251";
    }

    private static void configureGuest(Host host, Namespace guest, String own) {
        guest.ip("link set eth0 address " + MAC);
        guest.ip("link set eth0 up");
        guest.ip("address add " + own + "/32 dev eth0");
        guest.ip("address add " + second(own) + "/32 dev eth0");
        guest.ip("route add " + gateway(host) + " dev eth0 scope link");
        guest.ip("route add default via " + gateway(host));
    }

    private static String gateway(Host host) {
        return host.namespace().address("vib_host", false).orElseThrow();
    }

    private static String phase(Host host, String name) {
        return host.cli("get", "endpoint", name, "-o", "json")
                .expectOk()
                .json()
                .at("/status/phase")
                .asText();
    }

    private static void awaitPhase(Host host, String name, String phase) {
        Await.until(
                "endpoint " + name + " is " + phase,
                PATIENCE,
                () -> phase(host, name).equals(phase),
                () -> host.cli("get", "endpoint", name, "-o", "yaml").out());
    }
}
