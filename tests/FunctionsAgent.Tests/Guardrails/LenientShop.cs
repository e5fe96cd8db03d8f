using System.Text.Json;
using FunctionsAgent.Tests.Tools;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>
/// Stands for a company's order system that believes whatever it is asked: names count in any case and spelling and however deep, the last
/// one wins, a list's first item does, and whoever names no customer gets everybody's orders.
/// </summary>
internal sealed class LenientShop : IAsyncDisposable
{
    public const string Ann = "ann@mail.example", Bob = "bob@mail.example", Ada = "ada@shop.example";

    /// <summary>What only its owner may learn, and what nobody outside the company may.</summary>
    public const string AnnsOrder = "velvet-lamp", BobsOrder = "oak-table", Margin = "margin-37";

    private readonly Peer peer;

    private LenientShop(Peer peer) => this.peer = peer;

    public string Url => peer.Url;

    public IReadOnlyList<string> Requests => [.. peer.Requests.Select(request => $"{request.Method} {request.Target} {request.Body}")];

    public static async Task<LenientShop> StartAsync()
    {
        Peer? peer = null;
        peer = await Peer.StartAsync((context, number) =>
        {
            var request = peer!.Requests.ElementAt(number - 1);
            var customer = request.Body.Length > 0 ? Customer(JsonElement.Parse(request.Body)) : context.Request.Query.LastOrDefault(q => IsCustomer(q.Key)).Value.ToString() is { Length: > 0 } asked ? asked : null;
            var found = customer switch { Ann => AnnsOrder, Bob => BobsOrder, null => $"{AnnsOrder} {BobsOrder}", _ => "nothing" };
            return Peer.WriteAsync(context, 200, JsonSerializer.Serialize(new { found, internal_note = Margin }));
        });
        return new(peer);
    }

    public ValueTask DisposeAsync() => peer.DisposeAsync();

    private static string? Customer(JsonElement body)
    {
        string? customer = null;
        foreach (var member in body.EnumerateObject())
        {
            var value = member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() > 0 ? member.Value[0] : member.Value;
            if (IsCustomer(member.Name) && value.ValueKind == JsonValueKind.String) customer = value.GetString();
            else if (value.ValueKind == JsonValueKind.Object) customer = Customer(value) ?? customer;
        }
        return customer;
    }

    private static bool IsCustomer(string name) => string.Concat(name.Where(char.IsAsciiLetter)).Equals("customerid", StringComparison.OrdinalIgnoreCase);
}
