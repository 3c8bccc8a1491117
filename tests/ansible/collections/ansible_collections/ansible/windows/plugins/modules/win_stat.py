#!/usr/bin/python
"""A double of ansible.windows.win_stat for tests whose hosts are folders."""
import os

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule({'path': {'required': True}, 'get_checksum': {'type': 'bool', 'default': True},
                            'checksum_algorithm': {'default': 'sha1'}})
    path = module.params['path']
    stat = {'exists': os.path.exists(path)}
    if stat['exists'] and module.params['get_checksum']:
        stat['checksum'] = module.digest_from_file(path, module.params['checksum_algorithm'])
    module.exit_json(changed=False, stat=stat)


main()
