using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Access;

/// <summary>
/// The data-protection keys of all instances: each a blob named by its content's hash, and a row that names the blob. A key has a
/// row of its own, so that instances that make keys at once lose none. The interface waits: ASP.NET Core reads keys when it starts
/// to need them and then now and again.
/// </summary>
/// <remarks>Throws <see cref="StoreBusyException"/>.</remarks>
public sealed partial class SessionKeys(ITables tables, IBlobs blobs, ILogger<SessionKeys> logger) : IXmlRepository
{
    public const string Table = "SessionKeys";

    private const string Partition = "*";
    private const int Page = 1000;

    private sealed record KeyRow(string Name);

    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(ReadAsync).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => WriteAsync(element, friendlyName)).GetAwaiter().GetResult();

    private async Task<IReadOnlyCollection<XElement>> ReadAsync()
    {
        var elements = new List<XElement>();
        await foreach (var rows in tables.PagesAsync(Table, Partition, "", "\uffff", Page))
        {
            foreach (var row in rows)
            {
                // One damaged key must not take the others with it: whoever signed in with it signs in again.
                if (await blobs.GetAsync(Blob(row.Key)) is { } bytes && Hash(bytes) == row.Key) elements.Add(XElement.Parse(Encoding.UTF8.GetString(bytes)));
                else Log.Damaged(logger, Blob(row.Key));
            }
        }
        return elements;
    }

    private async Task WriteAsync(XElement element, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        var hash = Hash(bytes);
        await blobs.PutAsync(Blob(hash), bytes);
        await tables.CommitAsync(Table, Partition, [Write.Upsert(hash, new(JsonSerializer.Serialize(new KeyRow(name), JsonSerializerOptions.Web)))]);
    }

    private static string Blob(string hash) => "session-keys/" + hash;

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Session key {Blob} is missing or damaged and is left out")]
        public static partial void Damaged(ILogger logger, string blob);
    }
}
