package org.vibrissa.control.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.unix.PeerCredentials;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import org.vibrissa.control.Peer;
import org.vibrissa.control.RestError;
import org.vibrissa.control.internal.cli.CliHandler;
import org.vibrissa.control.internal.cli.CommandLoop;
import org.vibrissa.control.internal.cli.FrameDecoder;
import org.vibrissa.control.internal.rest.RestDispatcher;
import org.vibrissa.control.internal.server.BlockingWriter;
import org.vibrissa.control.internal.server.MemoryBudget;
import org.vibrissa.control.internal.server.Workers;
import org.vibrissa.runtime.Node;

/** Sets up each accepted client: HTTP/1.1, and from there {@code vibrissa-cli/1} on request. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class ClientChannel extends ChannelInitializer<EpollDomainSocketChannel> {
    public static final String PROTOCOL = "vibrissa-cli/1";
    private static final String CLI_PATH = "/v1/cli";

    private final Node node;
    private final HttpLimits limits;
    private final ChannelGroup clients;
    private final MemoryBudget budget;
    private final Workers restWorkers;
    private final Workers commandWorkers;
    private final RestWorker rest;
    private final CommandLoop commands;

    /** For one server. */
    public ClientChannel(
            Node node,
            HttpLimits limits,
            ChannelGroup clients,
            MemoryBudget budget,
            Workers restWorkers,
            Workers commandWorkers,
            RestDispatcher dispatcher,
            CommandLoop commands) {
        this.node = node;
        this.limits = limits;
        this.clients = clients;
        this.budget = budget;
        this.restWorkers = restWorkers;
        this.commandWorkers = commandWorkers;
        this.commands = commands;
        rest = new RestWorker(dispatcher);
    }

    @Override
    protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
        PeerCredentials credentials = channel.peerCredentials();
        int gid = credentials.gids().length == 0 ? -1 : credentials.gids()[0];
        Peer peer = new Peer(credentials.pid(), credentials.uid(), gid);
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.lineBytes())
                        .setMaxHeaderSize(limits.headerBytes());
        BlockingWriter writer = new BlockingWriter(channel, this::othersWait);
        HttpHandler[] handler = new HttpHandler[1];
        Deadline deadline =
                new Deadline(
                        limits.idleMillis(),
                        limits.requestMillis(),
                        () -> handler[0].tooSlow(channel));
        handler[0] =
                new HttpHandler(
                        limits, budget, deadline, exchange -> accept(exchange, peer, writer));
        channel.pipeline()
                .addLast("deadline", deadline)
                .addLast("http", new HttpServerCodec(config))
                .addLast("writer", writer)
                .addLast("request", handler[0]);
        if (clients.size() >= limits.connections()) {
            handler[0].refuse(channel, busy(limits.connections() + " clients are connected"));
        }
        clients.add(channel);
    }

    private boolean othersWait() {
        return restWorkers.queued() || commandWorkers.queued();
    }

    private void accept(Exchange exchange, Peer peer, BlockingWriter writer) {
        String path = exchange.head().uri();
        if (path.equals(CLI_PATH)) {
            upgrade(exchange, peer, writer);
        } else if (!restWorkers.offer(() -> rest.run(exchange, peer, writer))) {
            exchange.answer(Answers.error(busy("all workers are taken")));
        }
    }

    private void upgrade(Exchange exchange, Peer peer, BlockingWriter writer) {
        if (!HttpHandler.wantsUpgrade(exchange.head(), PROTOCOL)
                || !exchange.head().method().equals(HttpMethod.POST)) {
            RestError error =
                    new RestError(
                            426,
                            "upgrade_required",
                            CLI_PATH + " speaks " + PROTOCOL,
                            "",
                            "POST with Upgrade: " + PROTOCOL + " and Connection: Upgrade.");
            exchange.answer(Answers.error(error));
            return;
        }
        Channel channel = exchange.channel();
        channel.writeAndFlush(Answers.upgrade(PROTOCOL));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("frames", new FrameDecoder());
        pipeline.addLast(
                "cli",
                new CliHandler(commands, commandWorkers, budget, node, peer, channel, writer));
        pipeline.remove("deadline");
        pipeline.remove("request");
        pipeline.remove("http");
        channel.config().setAutoRead(true);
    }

    private static RestError busy(String why) {
        return new RestError(503, "busy", why, "", "Try again in a moment.");
    }
}
