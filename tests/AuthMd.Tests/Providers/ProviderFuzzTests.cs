using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthMd.Tests.Providers;

/// <summary>10,000 damaged tokens of a provider by default, SEEDS times as many on request: none fails inside, and none whose signature does not hold is believed.</summary>
public sealed class ProviderFuzzTests
{
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SEEDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? Math.Max(1, seeds) : 1;

    private static readonly string[] Scraps =
    [
        "\\ud800", "\\u0000", "\"", "{", "}", "[", "]", "[[[[[[[[[[[[[[[[[[[[", "null", "true", "-1", "1e999", "-1e999", "253402300799", "9223372036854775808", "0.5", "\"\"", "{}", "[]", ",\"iss\":\"https://evil.example\"",
        ",\"alg\":\"none\"", "é", "🙂", " ", "\n", "/**/", ".", "=", "%",
    ];

    /// <summary>What a claim may be replaced by, rightly signed.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e308", "1e-9", "253402300799", "253370764800", "-253402300799", "9223372036854775808", "\"\"", "\"(half)\"", "\"\\u0000\"", "\" \"", "[]", "{}", "[null]", "[\"\"]",
        "[\"http://shop.example\",null]", "{\"(half)\":1}", "[[[[[[[[[[[[[[]]]]]]]]]]]]]]", "\"http://shop.example/\"", "\"a|b\"", "\"+4915112345678\"", "\"a@b.c\"", "\"<b>@x.y\"",
    ];

    [Fact]
    public async Task Damaged_provider_tokens_are_4xx_never_5xx_and_never_believed()
    {
        await using var scene = await ProviderScene.StartAsync();
        await scene.RegisterAsync(scene.Provider.IdJag());
        await Parallel.ForAsync(0, 6_000 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var random = new Random(n);
            var isEvent = n % 2 == 0;
            var parts = (isEvent ? scene.Provider.Event() : scene.Provider.IdJag()).Split('.');
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var part = random.Next(parts.Length);
                parts[part] = random.Next(3) == 0 || part == 2 ? Damage(parts[part], random) : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Damage(Text(parts[part]), random)));
            }
            var damaged = string.Join(random.Next(50) == 0 ? ".." : ".", parts);
            var answer = await (isEvent ? scene.NotifyAsync(damaged) : scene.RegisterAsync(damaged));
            Assert.True(answer.Status is >= 400 and < 500, $"Seed {n}: {answer.Status} for {damaged}");
            Assert.NotEqual("", answer.Outcome.Code);
        });
        Assert.Empty(scene.Service.Ended);
        Assert.DoesNotContain(scene.Network.Asked, url => url != scene.Provider.JwksUri);
    }

    [Fact]
    public async Task Rightly_signed_nonsense_of_a_trusted_provider_is_4xx_never_5xx()
    {
        await using var scene = await ProviderScene.StartAsync();
        string[] names = ["iss", "sub", "aud", "client_id", "jti", "iat", "exp", "nbf", "auth_time", "email", "email_verified", "phone_number", "phone_number_verified", "name", "amr", "agent_platform", "agent_context_id", "events", "\u0000"];
        var taken = 0;
        await Parallel.ForAsync(0, 4_000 * Seeds, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            var random = new Random(n);
            void Change(JsonObject claims)
            {
                for (var times = random.Next(1, 4); times > 0; times--) claims[names[random.Next(names.Length)]] = JsonNode.Parse(Values[random.Next(Values.Length)]);
            }
            var answer = await (n % 2 == 0 ? scene.NotifyAsync(scene.Provider.Event(Change)) : scene.RegisterAsync(scene.Provider.IdJag(Change)));
            Assert.True(answer.Status is 200 or 202 or (>= 400 and < 500), $"Seed {n}: {answer.Status} {answer.Text}");
            if (answer.Status < 300) Interlocked.Increment(ref taken);
        });
        Assert.InRange(taken, 100, 3_900 * Seeds);
    }

    private static string Text(string part)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
        }
        catch (FormatException)
        {
            return part;
        }
    }

    /// <summary>Never the same text again: the last resort is one character more.</summary>
    private static string Damage(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(6), text.Length - at);
        var damaged = random.Next(3) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Scraps[random.Next(Scraps.Length)]),
            _ => text.Remove(at, length).Insert(at, Scraps[random.Next(Scraps.Length)]),
        };
        return damaged == text ? text + "A" : damaged;
    }
}
