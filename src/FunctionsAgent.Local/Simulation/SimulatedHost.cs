using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Channels;
using FunctionsAgent.Queues;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Local.Simulation;

/// <summary>
/// The whole product on loopback with a clock of its own. Nothing leaves it: tools answer as the tests say, replies go to nobody,
/// and no report, trace or figure is sent anywhere.
/// </summary>
internal sealed class SimulatedHost : IAsyncDisposable
{
    private readonly LocalHost host;
    private readonly SimulatedErrors errors;

    private SimulatedHost(LocalHost host, SimulatedClock clock, PlannedTools tools, SimulatedErrors errors, string agent)
    {
        (this.host, this.errors, Clock, Tools) = (host, errors, clock, tools);
        Doors = new SimulatedDoors(host.Url, host.Key, agent, tools, clock);
        Present = new SimulatedPresent(clock, (QueueWatch)host.Services.GetRequiredService<IQueueReceiver>(), host.Services.GetRequiredService<TimerLedger>());
    }

    public SimulatedClock Clock { get; }

    public PlannedTools Tools { get; }

    public SimulatedDoors Doors { get; }

    public SimulatedPresent Present { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>What the product logged as an error, without which a run is what was planned.</summary>
    public IReadOnlyCollection<string> Errors => errors.Seen;

    /// <param name="options">As a host of this command line is started; what concerns the world outside is set otherwise.</param>
    /// <exception cref="StartException">The package or a setting is not usable.</exception>
    public static async Task<SimulatedHost> StartAsync(LocalOptions options, string agent, DateTimeOffset start, CancellationToken ct)
    {
        var (clock, tools, errors) = (new SimulatedClock(start), new PlannedTools(), new SimulatedErrors());
        try
        {
            var host = await LocalHost.StartAsync(options with
            {
                Urls = "http://127.0.0.1:0",
                StartBackend = false,
                Time = clock,
                Settings = Settings(agent),
                Logging = logging => logging.AddProvider(errors),
                Configure = services => Configure(services, tools),
            }, ct);
            return new SimulatedHost(host, clock, tools, errors, agent);
        }
        catch
        {
            tools.Dispose();
            clock.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Doors.Dispose();
        await host.DisposeAsync();
        Tools.Dispose();
        Clock.Dispose();
    }

    private static void Configure(IServiceCollection services, PlannedTools tools)
    {
        services.Replace(ServiceDescriptor.Singleton<ITool>(tools));
        var nobody = new NoDelivery();
        services.Replace(ServiceDescriptor.Singleton(new Outbounds((channel, _) => channel is "email" or "webhook" ? nobody : null)));
        services.AddSingleton<QueueWatch>();
        services.Replace(ServiceDescriptor.Singleton<IQueueReceiver>(s => s.GetRequiredService<QueueWatch>()));
    }

    /// <summary>An empty value is none, and wins over file and environment.</summary>
    private static Dictionary<string, string?> Settings(string agent) => new()
    {
        ["Storage__Sync"] = "normal", ["Pipeline__RunAhead"] = "always", ["Agents__Default"] = agent,
        [$"Channels__Webhook__{SimulatedDoors.WebhookSource}__Secret"] = SimulatedDoors.WebhookSecret,
        [$"Channels__Webhook__{SimulatedDoors.WebhookSource}__Agent"] = agent,
        ["Channels__Mime__BearerToken"] = SimulatedDoors.MailToken, ["Channels__Mime__Agent"] = agent, ["Channels__Mime__AuthServ"] = SimulatedMail.AuthServ,
        ["Channels__Smtp__Host"] = "", ["Channels__Smtp__From"] = "", ["Channels__Smtp__User"] = "", ["Channels__Smtp__Password"] = "",
        ["Channels__Twilio__AuthToken"] = SimulatedDoors.VoiceToken, ["Channels__Twilio__Agent"] = agent,
        // Nothing is to be asked there; a tool's address has to be one all the same.
        ["Shop"] = "http://127.0.0.1:9",
        ["Public__BaseUrl"] = "", ["AzureAd__TenantId"] = "", ["AzureAd__ClientId"] = "", ["AzureAd__Audience"] = "", ["AzureAd__ClientSecret"] = "",
        ["Retention__Conversations"] = "", ["Retention__Parked"] = "", ["Retention__RollUps"] = "", ["Retention__Audit"] = "",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "", ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "",
        ["Report__Email"] = "", ["Report__Webhook__Url"] = "", ["Report__Webhook__Secret"] = "",
    };
}
