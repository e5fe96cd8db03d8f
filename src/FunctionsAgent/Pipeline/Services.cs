using System.Diagnostics.Metrics;
using FunctionsAgent.Access;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Feedback;
using FunctionsAgent.Queues;
using FunctionsAgent.Reasoning;
using FunctionsAgent.Storage;
using FunctionsAgent.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>The runtime, without its stores: the host brings <see cref="ITables"/>, <see cref="IBlobs"/> and the queue sender.</summary>
public static class Services
{
    /// <param name="packages">The program's own agents, served beside the folder <c>agents</c> next to it; not where <c>Agents__Path</c> names another.</param>
    /// <exception cref="SettingException">A setting has a value that cannot be; every one is named.</exception>
    /// <exception cref="PackageException">A package cannot be served; every mistake is in it, with its place.</exception>
    public static IServiceCollection AddFunctionsAgent(this IServiceCollection services, IConfiguration configuration, IReadOnlyList<Package> packages)
    {
        SettingCheck.Require(configuration);
        var channels = ChannelSettings.Read(configuration);
        var context = PackageContext.Of(configuration);
        var chosen = PackageChoice.Of(configuration, context, packages);
        var agent = chosen.Count > 0 ? chosen[0].Name : "";
        var onAzure = AzureSettings.AnyPresent(configuration);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ProcessIdentity($"{Environment.MachineName}:{Environment.ProcessId}:{Environment.TickCount64:x}", sole: false));
        services.AddSingleton(context).AddSingleton<PackageStore>().AddHostedService<PackagePublisher>().AddHostedService<SettingWarnings>();
        services.AddSingleton(s => new Packages(chosen, s.GetRequiredService<PackageStore>(), context, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Packages>>()));
        services.AddSingleton(channels);
        services.AddSingleton(PipelineSettings.Read(configuration)).AddSingleton(RetentionOptions.Read(configuration)).AddSingleton(NightReportOptions.Read(configuration));

        services.AddMetrics().AddSingleton<PipelineMetrics>();
        services.AddSingleton(s => new StoreMetrics(s.GetRequiredService<IMeterFactory>(), onAzure ? "azure.tables" : "sqlite"));
        services.AddSingleton(s => new QueueMetrics(s.GetRequiredService<IMeterFactory>(), onAzure ? "servicebus" : "sqlite", s.GetRequiredService<TimeProvider>(), s.GetService<IQueueDepths>()));

        services.AddSingleton<LogWatch>().AddSingleton<ConversationLog>().AddSingleton<Anchors>().AddSingleton<Verifier>().AddSingleton<Indexes>().AddSingleton<Persons>().AddSingleton<ThreadPurge>();

        services.AddAccess(EntraSettings.Read(configuration), AuthMdSettings.Read(configuration));

        services.AddSingleton<ITool>(s =>
        {
            var tool = new HttpTool(HttpTool.CreateClient(), name => configuration[name], s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<HttpTool>>());
            // A mistake in a tool is found when the program starts, not when a customer asks.
            foreach (var spec in chosen.SelectMany(p => p.Tools)) tool.Prepare(spec);
            return tool;
        });
        services.AddSingleton<CallLedger>().AddSingleton(Tokens.O200k).AddSingleton<ArticleStore>().AddSingleton<LiveKnowledge>().AddSingleton<KnowledgeApi>().AddSingleton<ModelRound>();

        services.AddModels(ModelSettings.Read(configuration));

        services.AddSingleton(new WebhookInbound(channels, agent)).AddSingleton(new MimeInbound(channels, agent));
        services.AddSingleton(new TwilioVoice(channels.Twilio, agent)).AddSingleton<TwilioVoiceInbound>();
        services.AddSingleton<RawRequests>().AddSingleton<Transcript>().AddSingleton<ChatApi>().AddSingleton<SurveyApi>().AddSingleton<AgentApi>().AddSingleton<McpTools>().AddSingleton<McpApi>().AddSingleton<WebhookApi>().AddSingleton<VoiceApi>();
        services.AddSingleton(s => new SmtpOutbound(channels.Smtp, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new WebhookOutbound(channels, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<EmbeddedKey>().Value is not null));
        services.AddSingleton(s => new Outbounds((channel, route) => channel switch
        {
            MimeInbound.Channel => s.GetRequiredService<SmtpOutbound>(),
            "webhook" when channels.Webhook.GetValueOrDefault(route)?.ReplyUrl is { Length: > 0 } => s.GetRequiredService<WebhookOutbound>(),
            _ => null,
        }));

        services.AddSingleton<InputStage>().AddSingleton<ReasoningStage>().AddSingleton<ToolChainStage>().AddSingleton<OutputStage>()
            .AddSingleton<DeliveryStage>().AddSingleton<HandoffStage>().AddSingleton<FeedbackStage>().AddSingleton<Stages>();
        services.AddSingleton<Timers>().AddSingleton<Pauses>().AddSingleton<SendLedger>().AddSingleton<Parking>().AddSingleton<Failures>()
            .AddSingleton<StageRunner>().AddSingleton<Door>().AddSingleton<IDoor>(s => s.GetRequiredService<Door>())
            .AddSingleton<DeadLetters>().AddSingleton<Requeue>().AddSingleton<Description>().AddSingleton<ScriptTraces>().AddSingleton<OperatorApi>()
            .AddSingleton<IReadinessFigures, ReadinessFigures>().AddSingleton<PublishGate>().AddSingleton<PublishApi>()
            .AddSingleton<ReviewIndex>().AddSingleton<ReviewScan>().AddSingleton<EgressScan>().AddSingleton<EgressApi>().AddSingleton<RollUps>().AddSingleton<Recount>().AddSingleton<NightLease>().AddSingleton<Nightly>().AddSingleton<KpiApi>()
            .AddSingleton<NightFigures>().AddSingleton<KpiMetrics>().AddHostedService(s => s.GetRequiredService<KpiMetrics>()).AddSingleton<NightAlerts>()
            .AddSingleton<NightReportRecipients>().AddSingleton<NightReport>()
            .AddSingleton<Retention>().AddSingleton<Erasure>().AddSingleton<PersonSearch>().AddSingleton<DataCareApi>().AddSingleton<Night>().AddSingleton<Health>();
        return services;
    }
}
