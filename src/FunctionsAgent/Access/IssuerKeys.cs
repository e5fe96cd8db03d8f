using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FunctionsAgent.Access;

/// <summary>
/// The issuer's addresses and signing keys: fetched when first needed, anew after half a day, and when a token names a key
/// that is not among them, but then at most once a minute, or strangers could make us ask without end.
/// While the issuer cannot be reached, what is known goes on. The library's own manager answers a cold start during an
/// outage like a bad token, and cannot be driven by a test's clock.
/// </summary>
public sealed partial class IssuerKeys : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
{
    public static readonly TimeSpan Age = TimeSpan.FromHours(12);
    public static readonly TimeSpan Floor = TimeSpan.FromMinutes(1);

    /// <summary>Between two attempts while nothing is known yet.</summary>
    public static readonly TimeSpan ColdFloor = TimeSpan.FromSeconds(5);

    private sealed record Known(OpenIdConnectConfiguration Configuration, DateTimeOffset At);

    private readonly EntraOptions options;
    private readonly IDocumentRetriever documents;
    private readonly TimeProvider time;
    private readonly ILogger<IssuerKeys> logger;
    private readonly Lock gate = new();
    private volatile Known? known;
    private DateTimeOffset tried = DateTimeOffset.MinValue;
    private Task fetch = Task.CompletedTask;

    public IssuerKeys(EntraOptions options, IDocumentRetriever documents, TimeProvider time, ILogger<IssuerKeys> logger)
    {
        (this.options, this.documents, this.time, this.logger) = (options, documents, time, logger);
        // Else a key that the issuer took back would be good for another hour.
        UseLastKnownGoodConfiguration = false;
    }

    /// <summary>Whether tokens can be judged; a key that is not known is looked for first.</summary>
    /// <param name="kid">The key a token names; null where it names none.</param>
    public async Task<bool> ReadyAsync(string? kid, CancellationToken ct)
    {
        if (known is not { } now) await Fetch(ColdFloor).WaitAsync(ct);
        else if (kid is not null && now.Configuration.SigningKeys.All(key => key.KeyId != kid)) await Fetch(Floor).WaitAsync(ct);
        // Nobody waits for what is only due.
        else if (time.GetUtcNow() - now.At >= Age) _ = Fetch(Floor);
        return known is not null;
    }

    /// <exception cref="IssuerUnreachableException">Nothing is known yet, and the issuer does not answer.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        await ReadyAsync(null, cancel) ? known!.Configuration : throw new IssuerUnreachableException();

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    /// <summary>The library asks after each signature that does not fit; only an unknown key is a reason, and <see cref="ReadyAsync"/> sees to it.</summary>
    public override void RequestRefresh()
    {
    }

    /// <summary>The fetch that runs, or a new one unless the last try is too young. Never fails.</summary>
    private Task Fetch(TimeSpan floor)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!fetch.IsCompleted || now - tried < floor) return fetch;
            tried = now;
            return fetch = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(options.MetadataAddress, documents, CancellationToken.None);
            if (found.Issuer != options.Authority) throw new IssuerUnreachableException("it calls itself by another name");
            if (found.SigningKeys.Count == 0) throw new IssuerUnreachableException("it has no keys");
            known = new(found, time.GetUtcNow());
            Log.Fetched(logger, found.SigningKeys.Count);
        }
        // Whatever a stranger's server made it fail with: nothing of ours is broken, and the cause is logged.
        catch (Exception e)
        {
            Log.Failed(logger, options.MetadataAddress, e.GetType().Name, (e as IssuerUnreachableException)?.Message ?? "", known is null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The issuer's {Keys} signing keys were fetched")]
        public static partial void Fetched(ILogger logger, int keys);

        [LoggerMessage(2, LogLevel.Error, "The issuer's keys could not be fetched from {Address} ({Error} {Reason}); nobody can be let in: {Cold}")]
        public static partial void Failed(ILogger logger, string address, string error, string reason, bool cold);
    }
}
