using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>One data folder and the processes that live on it one after the other; around it the peers that never die.</summary>
internal sealed class Lives : IAsyncDisposable
{
    /// <summary>A dead process keeps its session locks: the next one begins when they have run out.</summary>
    private static readonly TimeSpan LocksOut = TimeSpan.FromSeconds(61);

    private readonly string data = Directory.CreateTempSubdirectory("functionsagent-chaos-").FullName;
    private readonly SemaphoreSlim gate = new(1);
    private readonly IReadOnlyDictionary<string, string?> settings;
    private ChildProcess? child;

    private Lives(Shop shop) => (Shop, settings) = (shop, Settings(shop, Smtp));

    public Shop Shop { get; }

    public SmtpSink Smtp { get; } = new();

    public TimeSpan Ahead { get; private set; }

    public int Deaths { get; private set; }

    public int Starts { get; private set; }

    /// <summary>Armed in the next process from its first breath on.</summary>
    public CrashPoint? Next { get; set; }

    public static Dictionary<string, string?> Settings(Shop shop, SmtpSink smtp) => new()
    {
        // A process dies here, the machine does not: what was written is there, synced or not.
        ["Storage__Sync"] = "normal",
        ["Shop"] = shop.Url,
        ["Channels__Webhook__shop__Secret"] = SignedWebhook.Secret,
        ["Channels__Webhook__shop__Agent"] = ChaosAgent.Name,
        ["Channels__Webhook__shop__ReplyUrl"] = shop.Url + "/reply",
        ["Channels__Webhook__quiet__Secret"] = SignedWebhook.Secret,
        ["Channels__Webhook__quiet__Agent"] = ChaosAgent.Name,
        ["Channels__Webhook__script__Secret"] = SignedWebhook.Secret,
        ["Channels__Webhook__script__Agent"] = ChaosAgent.ScriptedName,
        ["Channels__Mime__BearerToken"] = Mail.Token,
        ["Channels__Smtp__Host"] = "127.0.0.1",
        ["Channels__Smtp__Port"] = $"{smtp.Port}",
        ["Channels__Smtp__From"] = "support@shop.example",
    };

    public static async Task<Lives> BeginAsync() => new(await Shop.StartAsync());

    /// <summary>The process that lives now; another one when the last has died.</summary>
    public async Task<ChildProcess> AliveAsync()
    {
        await gate.WaitAsync();
        try
        {
            while (child is not { IsAlive: true })
            {
                if (child is not null) await BuryAsync();
                var point = Next;
                Next = null;
                Starts++;
                child = await ChildProcess.StartAsync(data, Ahead, point, settings);
                if (child is null) Died();
            }
            return child;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Asks until a process lives long enough to answer.</summary>
    public async Task<string> AskAsync(string command)
    {
        while (true)
            if (await (await AliveAsync()).AskAsync(command) is { } answer)
                return answer;
    }

    /// <summary>Time passes for everything that was scheduled up to then.</summary>
    public async Task ShiftAsync(int seconds)
    {
        Ahead += TimeSpan.FromSeconds(seconds);
        // A process that dies of it is followed by one that starts at that time.
        await AskAsync($"shift {seconds}");
        await AskAsync("idle");
    }

    public async ValueTask DisposeAsync()
    {
        if (child is not null) await child.DisposeAsync();
        await Shop.DisposeAsync();
        Smtp.Dispose();
        gate.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private async Task BuryAsync()
    {
        await child!.DeadAsync();
        await child.DisposeAsync();
        child = null;
        Died();
    }

    private void Died()
    {
        Deaths++;
        Ahead += LocksOut;
    }
}
