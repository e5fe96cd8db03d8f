using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Table Storage and Blob Storage by the app's own clients: whether they answer, and what would undo an erasure.</summary>
internal sealed class AzureStoreExam : IExam
{
    public string Area => "store";

    public async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        AzureSettings settings;
        try
        {
            if (!patient.IsAzure) return [];
            settings = AzureSettings.Read(patient.Settings);
        }
        catch (AzureSettingsException)
        {
            return [];
        }
        return [await AskAsync("tables", () => TablesAsync(settings.Tables, patient.Identity, ct)), await AskAsync("blobs", () => BlobsAsync(settings.Blobs, patient.Identity, ct))];
    }

    private async Task<Finding> TablesAsync(AzureAddress address, TokenCredential identity, CancellationToken ct)
    {
        var options = Short(new TableClientOptions());
        var service = address.ConnectionString is { } text ? new TableServiceClient(text, options) : new TableServiceClient(address.Uri, identity, options);
        var tables = new List<string>();
        await foreach (var table in service.QueryAsync(cancellationToken: ct)) tables.Add(table.Name);
        return Finding.Ok(Area, "tables", $"{tables.Count} there: {string.Join(", ", tables.Order(StringComparer.Ordinal).Take(20))}; what is missing is made on its first use");
    }

    private async Task<Finding> BlobsAsync(AzureAddress address, TokenCredential identity, CancellationToken ct)
    {
        var options = Short(new BlobClientOptions());
        var service = address.ConnectionString is { } text ? new BlobServiceClient(text, options) : new BlobServiceClient(address.Uri, identity, options);
        var exists = await service.GetBlobContainerClient(AzureBlobs.Container).ExistsAsync(ct);
        try
        {
            if ((await service.GetPropertiesAsync(ct)).Value.DeleteRetentionPolicy is { Enabled: true } kept)
                return Finding.Failed(Area, "blobs", $"Deleted blobs are kept for {kept.Days} days: an erased person's words would outlive the erasure.", "Switch soft delete off, as infra/main.bicep does.");
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            return Finding.Warning(Area, "blobs", "The account answers; whether it keeps deleted blobs may not be read by this identity.", "Check that soft delete is off: infra/main.bicep sets it so.");
        }
        return Finding.Ok(Area, "blobs", $"container {AzureBlobs.Container} {(exists.Value ? "is there" : "is made on its first use")}, nothing deleted is kept");
    }

    private async Task<Finding> AskAsync(string what, Func<Task<Finding>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            return Finding.Failed(Area, what, $"The account answers {e.Status} ({e.ErrorCode}): the identity may not use it.", $"Give it the role Storage {(what == "tables" ? "Table Data Contributor" : "Blob Data Owner")} on the account (infra/main.bicep does).");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return Finding.Failed(Area, what, $"The account cannot be used: {e.Message.Split('\n')[0]}", "Check the address, the account's network rules and the firewall.");
        }
        catch (AuthenticationFailedException e)
        {
            return Finding.Failed(Area, what, "No token could be had for it: " + e.Message.Split('\n')[0], "Sign in with `az login`, or run doctor where the app's identity is.");
        }
        catch (FormatException)
        {
            return Finding.Failed(Area, what, "Storage is no connection string of an account.", "Copy it whole from the account's access keys, or use Storage__tableServiceUri and Storage__blobServiceUri.");
        }
    }

    private static T Short<T>(T options) where T : ClientOptions
    {
        (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.NetworkTimeout) = (1, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        return options;
    }
}
