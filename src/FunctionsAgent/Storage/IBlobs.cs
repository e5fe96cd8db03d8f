namespace FunctionsAgent.Storage;

/// <summary>What is too large for a row: content, state, bodies, attachments. A name is a content hash, so a repeated put is harmless.</summary>
public interface IBlobs
{
    /// <summary>Durable when the task ends. The name is base64url or hex, optionally behind one folder: <c>content/abc</c>.</summary>
    Task PutAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default);

    /// <summary>Write once: false, and nothing is changed, where there is a blob of this name.</summary>
    Task<bool> PutNewAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken ct = default);

    /// <summary>The bytes, or null when there is no such blob.</summary>
    Task<byte[]?> GetAsync(string name, CancellationToken ct = default);

    /// <summary>Removes it; nothing happens when it is gone.</summary>
    Task DeleteAsync(string name, CancellationToken ct = default);
}
